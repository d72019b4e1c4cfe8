import { App } from 'aws-cdk-lib';
import { kindredApp } from './kindred-app.ts';

kindredApp(new App());
