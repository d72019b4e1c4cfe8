import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';

const functions = resolve(import.meta.dirname, '..', '..', 'functions');

/** The step's handler with all it imports, bundled on this machine when a stack is synthesised. */
export function bundledCode(step: string, tables: boolean): AssetCode {
  return Code.fromAsset(join(functions, step), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The interface wants an image; it is never used, because bundling here never gives up.
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle: (output) => {
          const script = join(import.meta.dirname, 'bundle-function.ts');
          const { status, error } = spawnSync(
            process.execPath,
            [script, step, output, tables ? 'tables' : 'no-tables'],
            { stdio: ['ignore', 'inherit', 'inherit'] },
          );
          if (status !== 0) throw new Error(`function ${step} could not be bundled`, { cause: error });
          return true;
        },
      },
    },
  });
}
