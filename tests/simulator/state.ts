import { DurableObject } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { createApp } from './app'
import { Callback } from './deliveries'
import { DialBoard } from './dials'
import type { Env } from './env'
import { Limits } from './limits'
import { type Mail, storeMail } from './mailbox'
import type { Meta } from './meta'
import { Outbox } from './outbox'
import { Proofs } from './proofs'
import { SCHEMA } from './schema'
import { Turns } from './turns'

/** The one instance is Meta as a whole: its accounts, its log, and what it still has to tell. */
export class MetaState extends DurableObject<Env> {
  private readonly meta: Meta
  private readonly app: Hono

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const { storage } = ctx
    storage.sql.exec(SCHEMA)
    this.meta = openMeta(storage, env)
    this.app = createApp(this.meta)
    // What a kill left behind goes out as soon as anybody looks.
    this.meta.outbox.wake()
  }

  override fetch(request: Request): Response | Promise<Response> {
    return this.app.fetch(request)
  }

  override alarm(): void {
    this.meta.outbox.wake()
  }

  storeMail(mail: Mail): { messageId: string } {
    return storeMail(this.meta.sql, mail)
  }
}

function openMeta(storage: DurableObjectStorage, env: Env): Meta {
  const app = {
    id: required(env, 'META_APP_ID'),
    secret: required(env, 'META_APP_SECRET'),
    verifyToken: required(env, 'META_VERIFY_TOKEN'),
  }
  const board = new DialBoard(storage.sql)
  const callback = new Callback(app, env.APP)
  return {
    sql: storage.sql,
    app,
    accessAudience: env.ACCESS_AUD ?? '',
    callback,
    proofs: new Proofs(app.secret),
    board,
    limits: new Limits(),
    turns: new Turns(),
    outbox: new Outbox({ storage, board, callback }),
  }
}

function required(env: Env, name: 'META_APP_ID' | 'META_APP_SECRET' | 'META_VERIFY_TOKEN'): string {
  const value = env[name]
  if (!value) throw new Error(`The simulator needs ${name}: give it the same value as the product`)
  return value
}
