// Loaded into a process before all else: it ends as soon as it wants to reach another one.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function end() {
  process.stderr.write('It wanted to use the network.\n');
  process.exit(99);
}

net.Socket.prototype.connect = end;
dns.lookup = end;
syncBuiltinESMExports();
