/** Stands for the module `cloudflare:workers`, which only exists inside workerd. */
export class DurableObject {
  constructor(
    protected readonly ctx: unknown,
    protected readonly env: unknown,
  ) {}
}

export class WorkerEntrypoint extends DurableObject {}
