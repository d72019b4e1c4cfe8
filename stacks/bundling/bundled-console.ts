import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';

const root = resolve(import.meta.dirname, '..', '..');

/** The console as Vite builds it, from the same sources as the laptop's: neither network nor Docker is asked for. */
export const bundledConsole = (): ISource =>
  Source.asset(join(root, 'console'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle: (output) => {
          execFileSync(
            process.execPath,
            [
              join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
              'build',
              join(root, 'console'),
              '--outDir',
              output,
            ],
            { stdio: ['ignore', 'ignore', 'inherit'] },
          );
          return true;
        },
      },
    },
  });
