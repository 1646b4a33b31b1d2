import { LogError } from '../errors.js';
import { classifyError } from './classify-error.js';

const coded = (code: string, message = 'as it is') => Object.assign(new Error(message), { code });

describe('the default word on an error', () => {
  it.each([
    ['a connection refused', coded('ECONNREFUSED')],
    ['a connection Postgres ended', coded('57P01')],
    ['a deadlock', coded('40P01')],
    ['a serialization failure', coded('40001')],
    ['no connection slot', coded('53300')],
    ['a connection pg found dead', new Error('Connection terminated unexpectedly')],
    ['the log being away', new LogError('LOG_UNAVAILABLE', 'away')],
    ["a driver's error inside a mapper's", Object.assign(new Error('query failed'), { driverError: coded('08006') })],
    ['what says of itself that it passes', Object.assign(new Error('an endpoint is away'), { retryable: true })],
    ['a cause', new Error('outer', { cause: coded('ECONNRESET') })],
  ])('is retry for %s', (_name, error) => expect(classifyError(error)).toBe('retry'));

  it.each([
    ['a missing table', coded('42P01')],
    ['a missing right', coded('42501')],
    ['a wrong password', coded('28P01')],
    ['being fenced', new LogError('LOG_APPENDER_FENCED', 'another')],
  ])('is stop for %s', (_name, error) => expect(classifyError(error)).toBe('stop'));

  it.each([
    ['a broken constraint', coded('23514')],
    ['a value out of range', coded('22003')],
    ['a bug that an event brings out', new TypeError('undefined is not a function')],
    ['a record that is too large', new LogError('LOG_RECORD_TOO_LARGE', 'large')],
    ['what says of itself that it does not pass', Object.assign(coded('ECONNRESET'), { retryable: false })],
    ['what is no error at all', 'text'],
  ])('is skip for %s', (_name, error) => expect(classifyError(error)).toBe('skip'));
});
