/** A two-way pipe of structured values (typed arrays included): a MessagePort, a WebSocket, a worker's port. */
export interface Channel {
  send(message: unknown): void
  /** One listener; messages that came before it was set are delivered to it first. */
  onMessage(listener: (message: unknown) => void): void
  readonly closed: Promise<void>
  close(): void
}
