/** Access tokens for private models, in VS Code's secret storage; each is for the hub that it was entered for. */
export interface SecretStorage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export class HubTokens {
  /** @param secrets a `vscode.SecretStorage` fits */
  constructor(private readonly secrets: SecretStorage) {}

  async get(endpoint: string): Promise<string | undefined> {
    return this.secrets.get(keyOf(endpoint));
  }

  /** An empty token forgets the one that is there. */
  async set(endpoint: string, token: string): Promise<void> {
    await (token === '' ? this.secrets.delete(keyOf(endpoint)) : this.secrets.store(keyOf(endpoint), token));
  }
}

function keyOf(endpoint: string): string {
  return `hubToken:${endpoint}`;
}
