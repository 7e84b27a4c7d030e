/**
 * Waits for all jobs, also when one of them fails; then throws what the first one threw. `failed` is told at once, so
 * that the others can come to an end early.
 */
export async function settleAll(jobs: readonly Promise<void>[], failed?: () => void): Promise<void> {
  const outcomes = await Promise.allSettled(
    jobs.map((job) =>
      job.catch((error: unknown) => {
        failed?.();
        throw error;
      }),
    ),
  );
  const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
  if (rejected !== undefined) throw rejected.reason;
}
