import { LogError } from '../errors.js';

/**
 * The answer, or LOG_UNAVAILABLE after `ms`. kafkajs gives each request a time of its own, but a request whose connection
 * is closed under it at the wrong moment is never settled there, and whoever waits for it would stand still for ever.
 */
export async function answerWithin<T>(ms: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LogError('LOG_UNAVAILABLE', `${what} was not answered in ${ms} ms`)), ms);
    // An answer that nobody waits for any more must not keep the process.
    timer.unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
