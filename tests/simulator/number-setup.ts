// What Meta keeps of a number and shows to people.

import * as v from 'valibot'
import { findNumber } from './businesses'
import { GraphError, invalidParameter } from './errors'
import { newDigits } from './ids'
import type { Meta } from './meta'
import { first } from './rows'
import { MANAGEMENT, requireScope, requireSight, type Token } from './tokens'

const Profile = v.looseObject({
  messaging_product: v.literal('whatsapp'),
  about: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(139))),
  websites: v.optional(v.pipe(v.array(v.string()), v.maxLength(2))),
})
const Username = v.object({ username: v.pipe(v.string(), v.regex(/^[a-z0-9._]{3,35}$/)) })
const Block = v.object({ block_users: v.array(v.object({ user: v.string() })) })
const Link = v.object({ prefilled_message: v.pipe(v.string(), v.minLength(1), v.maxLength(140)) })
const Kept = v.object({
  profile: v.optional(v.record(v.string(), v.unknown()), {}),
  username: v.optional(v.nullable(v.string()), null),
  blocked: v.optional(v.array(v.string()), []),
  links: v.optional(v.array(v.object({ code: v.string(), prefilled_message: v.string() })), []),
})
type Kept = v.InferOutput<typeof Kept>

type Call = { method: string; id: string; part: string; code?: string | undefined; body: unknown }

/** GET, POST and DELETE of a number's profile, username, block list and links. */
export function setUp(meta: Meta, token: Token, { method, id, part, code, body }: Call): Response {
  requireSight(token, findNumber(meta.sql, id), id, method === 'GET' ? 'get' : 'post')
  requireScope(token, MANAGEMENT)
  const kept = keptOf(meta, id)
  const done = (change: Partial<Kept>, answer: object = { success: true }) => {
    const text = JSON.stringify({ ...kept, ...change })
    meta.sql.exec(
      'INSERT INTO setups VALUES (?, ?) ON CONFLICT DO UPDATE SET kept = excluded.kept',
      id,
      text,
    )
    return Response.json(answer)
  }
  switch (`${method} ${part}`) {
    case 'GET whatsapp_business_profile':
      return Response.json({ data: [{ messaging_product: 'whatsapp', ...kept.profile }] })
    case 'POST whatsapp_business_profile': {
      const { profile_picture_handle, ...profile } = read(Profile, body)
      const url = profile_picture_handle && 'https://pps.whatsapp.net/example.jpg'
      const photo = url ? { profile_picture_url: url } : {}
      return done({ profile: { ...kept.profile, ...profile, ...photo } })
    }
    case 'GET username':
      return Response.json(kept.username ? { username: kept.username, status: 'approved' } : {})
    case 'POST username':
      return takeUsername(meta, id, read(Username, body).username, done)
    case 'DELETE username':
      return done({ username: null })
    case 'GET block_users':
      return Response.json({ data: kept.blocked.map((wa_id) => ({ wa_id })) })
    case 'POST block_users': {
      const users = read(Block, body).block_users.map(({ user }) => user.replace(/\D/g, ''))
      return done({ blocked: [...new Set([...kept.blocked, ...users])] })
    }
    case 'DELETE block_users': {
      const users = read(Block, body).block_users.map(({ user }) => user.replace(/\D/g, ''))
      return done({ blocked: kept.blocked.filter((one) => !users.includes(one)) })
    }
    case 'GET message_qrdls':
      return Response.json({ data: kept.links.map(toLink) })
    case 'POST message_qrdls': {
      const link = { code: `L${newDigits(12)}`, ...read(Link, body) }
      return done({ links: [...kept.links, link] }, toLink(link))
    }
    case 'DELETE message_qrdls':
      return done({ links: kept.links.filter((one) => one.code !== code) })
  }
  throw new GraphError(100, { type: 'GraphMethodException', message: 'Unsupported request' })
}

export const SETUP_PARTS = 'whatsapp_business_profile|username|block_users|message_qrdls'

const toLink = ({ code, prefilled_message }: Kept['links'][number]) => ({
  code,
  prefilled_message,
  deep_link_url: `https://wa.me/message/${code}`,
})

/** A name belongs to one number. */
function takeUsername(
  meta: Meta,
  id: string,
  username: string,
  done: (change: Partial<Kept>) => Response,
): Response {
  const isTaken = meta.sql
    .exec<{ number_id: string; kept: string }>('SELECT * FROM setups WHERE number_id <> ?', id)
    .toArray()
    .some(({ kept }) => v.parse(Kept, JSON.parse(kept)).username === username)
  if (isTaken) {
    throw new GraphError(100, {
      userTitle: 'Username taken',
      userMessage: 'This username is already in use.',
    })
  }
  return done({ username })
}

function keptOf(meta: Meta, id: string): Kept {
  const row = first<{ kept: string }>(
    meta.sql.exec('SELECT kept FROM setups WHERE number_id = ?', id),
  )
  return v.parse(Kept, row ? JSON.parse(row.kept) : {})
}

function read<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  throw invalidParameter('Param is not valid')
}
