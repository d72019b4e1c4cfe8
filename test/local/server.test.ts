import { request } from 'node:http';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { serve } from '../../local/server.ts';

const app = new Hono().get('/slow', async (context) => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return context.text('done');
});

const askAs = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the server', () => {
  it('answers what is under way before it stops', async () => {
    const serving = await serve({ port: 0, app });
    const answer = fetch(`${serving.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await serving.close();
    expect(await (await answer).text()).toBe('done');
    await expect(fetch(`${serving.url}/slow`)).rejects.toThrow();
  });

  it('answers to this machine’s own names only', async () => {
    const serving = await serve({ port: 0, app });
    expect(await askAs(`${serving.url}/slow`, 'localhost')).toBe(200);
    expect(await askAs(`${serving.url}/slow`, 'evil.example')).toBe(421);
    await serving.close();
  });

  it('says when the port is taken', async () => {
    const serving = await serve({ port: 0, app });
    const port = Number(new URL(serving.url).port);
    await expect(serve({ port, app })).rejects.toMatchObject({ code: 'BadConfiguration' });
    await serving.close();
  });
});
