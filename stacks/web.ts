import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Duration, Fn, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { Construct } from "constructs";
import type { Api } from "./api.ts";
import { root } from "./root.ts";
import type { Stage } from "./stage.ts";

/** One origin for portals and API, so that cookies are first-party and nothing needs CORS. */
export class Web extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; api: Api }) {
    super(scope, id, props);
    const { stage, api } = props;
    const portals = new Bucket(this, "Portals", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const headers = new ResponseHeadersPolicy(this, "Headers", {
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: false },
      },
    });
    const pages = new EdgeFunction(this, "Pages", {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(rewrite()),
    });
    const endpoint = Fn.select(2, Fn.split("/", api.http.apiEndpoint));
    const distribution = new Distribution(this, "Distribution", {
      domainNames: [stage.domain],
      certificate: Certificate.fromCertificateArn(this, "Certificate", stage.certificateArn),
      defaultRootObject: "index.html",
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(portals),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
        functionAssociations: [{ function: pages, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        "/api/*": {
          origin: new HttpOrigin(endpoint),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          responseHeadersPolicy: headers,
        },
      },
    });
    new BucketDeployment(this, "Deployment", {
      sources: [Source.asset(stage.portalFolder)],
      destinationBucket: portals,
      distribution,
      distributionPaths: ["/*"],
    });
  }
}

/** The same rewrites as on one machine, and `index.html` for folders. */
function rewrite(): string {
  const rules = readFileSync(join(root, "packages/web/rewrites.json"), "utf8");
  return `var rules = ${JSON.stringify(JSON.parse(rules))};
function handler(event) {
  var request = event.request;
  for (var i = 0; i < rules.length; i += 1)
    if (new RegExp(rules[i].from).test(request.uri)) { request.uri = rules[i].to; return request; }
  if (request.uri.endsWith("/")) request.uri += "index.html";
  else if (request.uri.lastIndexOf(".") <= request.uri.lastIndexOf("/")) request.uri += "/index.html";
  return request;
}`;
}
