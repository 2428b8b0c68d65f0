/** A proxy on this computer that passes connections through (CONNECT). */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';

export class LocalProxy {
  /** `host:port` of each connection. */
  readonly connections: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LocalProxy> {
    const server = createServer();
    const proxy = new LocalProxy(server);
    server.on('connect', (request, client, head) => {
      const target = request.url ?? '';
      proxy.connections.push(target);
      const { hostname, port } = new URL(`http://${target}`);
      const upstream = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      for (const end of [upstream, client])
        end.on('error', () => [upstream, client].map((both) => both.destroy()));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get address(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || !address) throw new Error('The proxy does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }
}
