/**
 * Owns one broker process: starts it, kills it and starts it again when told to, and leaves nothing behind: when its
 * standard input closes or the process it watches is gone, the broker is killed and its folder removed. A broker that
 * is a plain child of a test process would outlive a test process that was killed.
 *
 * `node broker-guard.mjs '{"folder":…,"jars":…,"brokerPort":…,"controllerPort":…,"watchPid":…|null}'`
 * Input lines: start, kill, terminate, stop. Each is answered by one JSON line; so is the first start, which needs no asking.
 */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, createWriteStream, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const { folder, jars, brokerPort, controllerPort, watchPid } = JSON.parse(process.argv[2]);
const propertiesFile = join(folder, 'server.properties');
const logFile = join(folder, 'broker.log');
const START_WITHIN_MS = 90_000;

const jvm = [
  '-Xmx512m',
  '-Xms64m',
  // A test broker lives for seconds: fast starting beats fast running.
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-cp',
  join(jars, '*'),
];

// A broker killed and started again is let in once its former session is over: a second instead of nine.
const properties = `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${brokerPort}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${join(folder, 'data')}
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=4
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.cleaner.backoff.ms=200
broker.heartbeat.interval.ms=200
broker.session.timeout.ms=1000
`;

let broker = null;
let ended = Promise.resolve();

async function format() {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(propertiesFile, properties);
  // A leading hyphen would be taken for an option.
  const clusterId = `P${Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url').slice(1)}`;
  await promisify(execFile)('java', [
    ...jvm,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    propertiesFile,
  ]);
}

async function start() {
  appendFileSync(logFile, '');
  const seen = readFileSync(logFile, 'utf8').length;
  broker = spawn('java', [...jvm, 'kafka.Kafka', propertiesFile], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  broker.stdout.pipe(log);
  broker.stderr.pipe(log);
  let exit = null;
  ended = new Promise((resolve) => {
    broker.once('exit', (code, signal) => {
      exit = signal ?? code;
      resolve();
    });
  });
  const giveUpAt = Date.now() + START_WITHIN_MS;
  while (!(await isListening()) || !readFileSync(logFile, 'utf8').slice(seen).includes('Kafka Server started')) {
    if (exit !== null || Date.now() > giveUpAt)
      throw new Error(`the broker did not start (${exit ?? 'in time'}): ${readFileSync(logFile, 'utf8').slice(-2000)}`);
    await pause(100);
  }
}

function isListening() {
  return new Promise((resolve) => {
    const socket = connect(brokerPort, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(signal) {
  broker?.kill(signal);
  await ended;
  broker = null;
}

let cleaning;
function cleanUp() {
  cleaning ??= (async () => {
    await end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  })();
  return cleaning;
}

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
async function leave(code) {
  await cleanUp();
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void leave(0));
// Nobody may be reading any more.
process.stdout.on('error', () => undefined);

if (watchPid !== null) {
  setInterval(() => {
    try {
      process.kill(watchPid, 0);
    } catch (error) {
      if (error.code === 'ESRCH') void leave(0);
    }
  }, 500);
}

const commands = {
  start,
  kill: () => end('SIGKILL'),
  terminate: () => end('SIGTERM'),
  stop: cleanUp,
};

try {
  await format();
  await start();
  say({ done: 'start', pid: process.pid });
} catch (error) {
  say({ failed: String(error?.stderr || error?.message || error) });
  await leave(1);
}

if (watchPid === null) {
  const lines = createInterface({ input: process.stdin });
  lines.on('close', () => void leave(0));
  for await (const line of lines) {
    try {
      await commands[line]();
      say({ done: line });
    } catch (error) {
      say({ failed: String(error?.message ?? error) });
    }
    if (line === 'stop') process.exit(0);
  }
}
