import type { ConnectionArguments } from '../connection.ts';
import { type Difference, dictDifferences } from '../differences.ts';
import { type JsonRecord, listIn, recordIn } from '../json.ts';
import { textValues } from '../text-values.ts';
import type { NetworkArguments } from './arguments.ts';
import { ipamDifferences, ipamRequest } from './ipam.ts';

type Arguments = NetworkArguments & ConnectionArguments;

/** In what a network is not as it is wanted; what is not asked for does not count. */
export function networkDifferences(args: Arguments, network: JsonRecord): readonly Difference[] {
  const ipam = recordIn(network, 'IPAM');
  const single = (
    name: string,
    wanted: string | boolean | undefined,
    found: unknown,
  ): readonly Difference[] =>
    wanted === undefined || wanted === found
      ? []
      : [{ name, wanted, found: (found ?? null) as string | boolean | null }];
  return [
    ...single('driver', args.driver, network['Driver']),
    ...dictDifferences(
      'driver_options',
      textValues(args.driver_options, 'driver_options'),
      recordIn(network, 'Options'),
    ),
    ...single('ipam_driver', args.ipam_driver, ipam['Driver']),
    ...dictDifferences(
      'ipam_driver_options',
      textValues(args.ipam_driver_options, 'ipam_driver_options'),
      recordIn(ipam, 'Options'),
    ),
    ...ipamDifferences(args.ipam_config ?? [], listIn(ipam, 'Config')),
    ...single('enable_ipv6', args.enable_ipv6, network['EnableIPv6']),
    ...single('internal', args.internal, network['Internal']),
    ...single('scope', args.scope, network['Scope']),
    ...single('attachable', args.attachable, network['Attachable']),
    ...dictDifferences('labels', textValues(args.labels, 'labels'), recordIn(network, 'Labels')),
  ];
}

/** What the API is to make. */
export function networkRequest(args: Arguments): JsonRecord {
  const hasIpam =
    args.ipam_driver !== undefined ||
    args.ipam_driver_options !== undefined ||
    args.ipam_config !== undefined;
  const ipam = {
    Driver: args.ipam_driver ?? 'default',
    ...(args.ipam_driver_options === undefined
      ? {}
      : { Options: textValues(args.ipam_driver_options, 'ipam_driver_options') }),
    Config: (args.ipam_config ?? []).map(ipamRequest),
  };
  return {
    Name: args.name,
    CheckDuplicate: true,
    Driver: args.driver,
    Options: textValues(args.driver_options, 'driver_options'),
    Labels: textValues(args.labels, 'labels'),
    ...(hasIpam ? { IPAM: ipam } : {}),
    ...(args.enable_ipv6 === undefined ? {} : { EnableIPv6: args.enable_ipv6 }),
    ...(args.internal === undefined ? {} : { Internal: args.internal }),
    ...(args.scope === undefined ? {} : { Scope: args.scope }),
    ...(args.attachable === undefined ? {} : { Attachable: args.attachable }),
  };
}
