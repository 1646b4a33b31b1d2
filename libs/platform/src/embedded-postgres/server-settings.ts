/**
 * `full`: what was committed survives a power cut. `test`: nothing is flushed to disk, for clusters that are thrown
 * away; it survives killed processes, not a killed machine.
 */
export type Durability = 'full' | 'test';

/**
 * The settings of a server that shares a laptop with everything else. They are given on the command line, so that they
 * come with the release and not with the day on which a cluster was made.
 */
export function serverSettings(port: number, durability: Durability): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // A socket's path may have at most 107 bytes, which data folders exceed; TCP alone has no such trap.
    unix_socket_directories: '',
    max_connections: durability === 'test' ? '100' : '60',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    wal_compression: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and details quote rows, which hold other people's text: they stay out of the log.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    ...(durability === 'test' ? THROWAWAY : DURABLE),
  };
}

const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

// A commit still reaches the kernel before it is acknowledged: tests kill servers and count what they acknowledged.
const THROWAWAY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on', io_method: 'sync' };
