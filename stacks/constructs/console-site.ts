import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { bundledConsole } from '../bundling/bundled-console.ts';

export type ConsoleSiteProps = {
  readonly api: HttpApi;
  /** Where files are uploaded to and reports come from, by signed links. */
  readonly files: IBucket;
};

/** Paths of the application; everything else is the console. */
const apiPaths = ['/v1/*', '/openapi.json', '/docs', '/docs/*', '/health'];

/**
 * The console's files in a bucket that only the distribution reads, and the API under the same address, so that the page asks no
 * other origin but the bucket its signed links name.
 */
export class ConsoleSite extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { api, files }: ConsoleSiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Pages', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // It holds what every deployment writes again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const storage = `https://${files.bucketRegionalDomainName}`;
    const headers = new ResponseHeadersPolicy(this, 'Headers', {
      comment: 'Kindred console: its own script, this origin, and the bucket of signed links',
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            `connect-src 'self' ${storage}`,
            `frame-src ${storage}`,
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
          ].join('; '),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
    const application = new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)));
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Kindred: console and API',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket as unknown as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        compress: true,
      },
      additionalBehaviors: Object.fromEntries(
        apiPaths.map((path) => [
          path,
          {
            origin: application,
            viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
            allowedMethods: AllowedMethods.ALLOW_ALL,
            cachePolicy: CachePolicy.CACHING_DISABLED,
            originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          },
        ]),
      ),
    });
    new BucketDeployment(this, 'Deployment', {
      sources: [bundledConsole()],
      destinationBucket: bucket as unknown as IBucket,
      distribution: this.distribution,
      distributionPaths: ['/', '/index.html'],
      // A page loaded before a deployment still finds the script it names.
      prune: false,
      cacheControl: [CacheControl.maxAge(Duration.minutes(1)), CacheControl.mustRevalidate()],
      memoryLimit: 256,
    });
  }
}
