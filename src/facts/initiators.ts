import type { FactCollector } from './collector.ts';
import { fileText, matchingFiles } from './collector.ts';

/** Names under which the machine reaches its storage. */
export const iscsi: FactCollector = {
  name: 'iscsi',
  minimal: false,
  subsets: [],
  requires: [],
  files: ['/etc/iscsi/initiatorname.iscsi'],
  parse: (probe) => {
    const text = fileText(probe, '/etc/iscsi/initiatorname.iscsi') ?? '';
    return { iscsi_iqn: /^InitiatorName=(.*)$/m.exec(text)?.[1]?.trim() ?? '' };
  },
};

export const nvme: FactCollector = {
  name: 'nvme',
  minimal: false,
  subsets: [],
  requires: [],
  files: ['/etc/nvme/hostnqn'],
  parse: (probe) => ({ hostnqn: fileText(probe, '/etc/nvme/hostnqn')?.split('\n')[0] ?? '' }),
};

export const fibreChannel: FactCollector = {
  name: 'fibre_channel_wwn',
  minimal: false,
  subsets: [],
  requires: [],
  files: ['/sys/class/fc_host/*/port_name'],
  parse: (probe) => ({
    fibre_channel_wwn: [...matchingFiles(probe, /^\/sys\/class\/fc_host\/.*\/port_name$/)].map(([, text]) =>
      text.trim().replace(/^0x/, ''),
    ),
  }),
};
