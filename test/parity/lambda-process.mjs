// The inside of one Lambda environment: loads the function's bundle as the runtime does, and answers one event after the other.
// Plain JavaScript without imports of Kindred, so that nothing but the bundle and its folder is there.
import { pathToFileURL } from 'node:url';

const [file, name] = process.argv.slice(2);
const loaded = import(pathToFileURL(file).href);

process.on('message', async ({ id, event, context }) => {
  try {
    const answer = await (await loaded)[name](event, context);
    // The runtime hands out JSON: what JSON cannot carry is lost here too.
    process.send({ id, answer: JSON.stringify(answer ?? null) });
  } catch (error) {
    process.send({
      id,
      error: { errorType: error?.name ?? 'Error', errorMessage: String(error?.message ?? error) },
    });
  }
});
