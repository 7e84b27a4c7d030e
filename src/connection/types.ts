import type { Secret } from '../values/types.ts';

/** How to reach one machine, resolved from variables (ansible_host, ansible_port, ...) and options. */
export type ConnectionParameters = SshParameters | LocalParameters;

export interface LocalParameters {
  readonly kind: 'local';
}

export interface SshParameters {
  readonly kind: 'ssh';
  /** The inventory's name of the host, for messages. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret | undefined;
  /** Path of a private key; `~` already expanded. When absent: the agent, then the default identities of ~/.ssh. */
  readonly privateKeyFile?: string | undefined;
  readonly passphrase?: Secret | undefined;
  /** Socket of the ssh agent (SSH_AUTH_SOCK). */
  readonly agentSocket?: string | undefined;
  /** `strict`: an unknown or changed key is refused. `accept-new`: an unknown key is recorded. `off`: any key. */
  readonly hostKeyChecking: 'strict' | 'accept-new' | 'off';
  /** Searched in order; the first is the one written to by accept-new. */
  readonly knownHostsFiles: readonly string[];
  readonly connectTimeoutMs: number;
  /** ServerAliveInterval: a dead link is found after three of these. */
  readonly keepaliveMs: number;
  /** What the program ssh is told, when it has to make the connection. Absent: it never has to. */
  readonly program?: SshProgram | undefined;
}

/** An option under its name of ssh_config(5). */
export interface SshOption {
  readonly name: string;
  readonly value: string;
}

/** The program ssh, for what a connection of ours cannot do: jump hosts, certificates, security keys, Kerberos... */
export interface SshProgram {
  /** `ssh`, or a path. */
  readonly executable: string;
  /** What makes it necessary: an option, or that the program was asked for. Undefined: only ssh_config may. */
  readonly neededFor: string | undefined;
  /** As the user wrote them: the first on a thing counts. */
  readonly options: readonly SshOption[];
  /** Read in the place of ssh_config. */
  readonly configFile: string | undefined;
  /** The user and port that somebody chose; where nobody did, ssh_config or ssh itself does. */
  readonly user: string | undefined;
  readonly port: number | undefined;
}

/** One running command: bytes in, bytes out. */
export interface Channel {
  /** Resolves when more may be written (backpressure). Rejects with ConnectionLost when the channel is gone. */
  write(data: string | Uint8Array): Promise<void>;
  /** Closes the command's stdin. */
  end(): void;
  onStdout(listener: (chunk: Buffer) => void): void;
  onStderr(listener: (chunk: Buffer) => void): void;
  /** Settles when the command has ended and all its output was delivered; rejects with ConnectionLost. */
  readonly exit: Promise<ChannelExit>;
  /**
   * Settles as `exit` does, but as soon as the command itself has ended: processes that it left in the background may
   * hold its output open for ever.
   */
  readonly ended: Promise<ChannelExit>;
  /** Ends the channel now, without waiting. Idempotent. */
  close(): void;
}

export interface ChannelExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Bytes to one machine. Knows nothing of shells, become or modules. */
export interface Connection {
  /** For messages: `ssh root@10.0.0.1:22`, `local`. */
  readonly description: string;
  /** Starts a command line through the login shell (ssh) or /bin/sh -c (local). */
  exec(command: string): Promise<Channel>;
  /** Settles when the connection is gone, with the reason unless it was closed by us. */
  readonly closed: Promise<ConnectionLost | undefined>;
  close(): Promise<void>;
}

export type UnreachableReason =
  | 'name-not-resolved'
  | 'connection-refused'
  | 'timeout'
  | 'no-route'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'authentication-failed'
  | 'key-unreadable'
  | 'connection-lost'
  | 'no-shell';

/** The machine could not be reached, or was lost: that host's `unreachable` result. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly reason: UnreachableReason;
  readonly hint: string | undefined;
  constructor(reason: UnreachableReason, message: string, hint?: string) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }
}
