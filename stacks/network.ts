import { Fn, Stack, type StackProps } from "aws-cdk-lib";
import { GatewayVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType, Vpc } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";

/** Where tasks run. No NAT: a task has an address of its own, nobody may call it, and it may speak HTTPS only. */
export class Network extends Stack {
  readonly vpc: Vpc;
  readonly tasks: SecurityGroup;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.vpc = new Vpc(this, "Vpc", {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: "tasks", subnetType: SubnetType.PUBLIC, cidrMask: 20 }],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    this.tasks = new SecurityGroup(this, "Tasks", {
      vpc: this.vpc,
      description: "Runs: nobody in, HTTPS out",
      allowAllOutbound: false,
    });
    this.tasks.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "The API, presigned uploads, the package registry");
  }

  /** Said, not looked up: a lookup asks the account and leaves its answer in the repository. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }
}
