import { defineModule } from '../module/define.ts';
import { lookAtJob, removeJob } from '../module/kit/async-job.ts';

export default defineModule({
  name: 'async_status',
  collection: 'ansible.builtin',
  summary: 'Tells how a job stands that a task with async started',
  args: {
    jid: { type: 'str', required: true, description: 'The id of the job: `ansible_job_id` of the task.' },
    mode: {
      type: 'str',
      default: 'status',
      choices: ['status', 'cleanup'],
      description:
        '`status` tells how it stands, with its result when it has ended; `cleanup` removes its file.',
    },
  },
  returns: {
    ansible_job_id: 'The id of the job.',
    started: '1 when it was started.',
    finished: '1 when it has ended.',
    results_file: 'The file on the target that holds its result.',
    erased: 'The file that `cleanup` removed.',
  },
  examples: `
- name: Wait for the job
  ansible.builtin.async_status:
    jid: "{{ job.ansible_job_id }}"
  register: done
  until: done.finished
  retries: 100
  delay: 10
`,
  check: 'full',
  diff: false,
  async: 'none',
  async run(context, { jid, mode }) {
    const noOutput = { stdout: '', stdout_lines: [], stderr: '', stderr_lines: [] };
    const here = context.controllerJob?.(jid);
    if (here === undefined) {
      const known =
        mode === 'cleanup'
          ? await removeJob(context, jid)
          : await lookAtJob(context, { id: jid, staySeconds: 0, removes: false });
      return { ...noOutput, ...known };
    }
    if (mode === 'cleanup') {
      here.forget();
      return { changed: false, ansible_job_id: jid, started: 0, finished: 0, ...noOutput };
    }
    const state = { ansible_job_id: jid, started: 1, finished: here.result === undefined ? 0 : 1 };
    return { changed: false, ...noOutput, ...here.result, ...state };
  },
});
