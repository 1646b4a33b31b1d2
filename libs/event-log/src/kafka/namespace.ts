/**
 * Names as they are on the wire: topics, groups and transactional ids of a deployment that shares a cluster carry its
 * prefix there, and nowhere else.
 */
export class Namespace {
  constructor(private readonly prefix: string) {}

  onWire(name: string): string {
    return this.prefix + name;
  }

  fromWire(name: string): string {
    return name.slice(this.prefix.length);
  }
}
