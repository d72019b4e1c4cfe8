import { spawn } from 'node:child_process';

/** A server in a process of its own, reachable at `endpoint` until `close`. */
export type Server = { readonly endpoint: string; readonly close: () => Promise<void> };

/** Starts a program and waits until it answers HTTP on its port. */
export async function startChildServer(
  command: string,
  args: readonly string[],
  port: number,
): Promise<Server> {
  const child = spawn(command, args, { stdio: 'ignore' });
  // A test run that dies takes its servers with it.
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.on('exit', kill);
  let ended = false;
  const end = new Promise<void>((done) => {
    child.on('exit', () => {
      ended = true;
      done();
    });
    child.on('error', () => {
      ended = true;
      done();
    });
  });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200 && !ended; attempt += 1) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answers)
      return {
        endpoint,
        close: async () => {
          process.off('exit', kill);
          kill();
          await end;
        },
      };
    await new Promise((done) => setTimeout(done, 100));
  }
  process.off('exit', kill);
  kill();
  throw new Error(`${command} did not answer on port ${port}`);
}
