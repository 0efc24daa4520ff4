import * as v from 'valibot'
import { Code } from './auth'
import { Email, Id, text } from './common'

/** The steps of a deletion, in their order; the public page shows each with its time. */
export const DELETION_STEPS = [
  'requested',
  'frozen',
  'stopped',
  'access',
  'files',
  'objects',
  'rows',
  'directory',
  'key',
  'verified',
  'tombstone',
  'receipt',
] as const
export const DeletionStep = v.picklist(DELETION_STEPS)
export type DeletionStep = v.InferOutput<typeof DeletionStep>

/** Where a request came from: an owner in the app, a mail that the operator entered, Meta's callback. */
export const DELETION_WAYS = ['app', 'operator', 'meta'] as const
export type DeletionWay = (typeof DELETION_WAYS)[number]

/** `unmatched`: Meta named a person whom we don't know; the operator looks into it. */
export const DELETION_STATES = ['waiting', 'running', 'done', 'taken_back', 'unmatched'] as const
export type DeletionState = (typeof DELETION_STATES)[number]

export const StepTime = v.object({ step: DeletionStep, at: v.number() })
export type StepTime = v.InferOutput<typeof StepTime>

/** How many of each an account holds: restated before it is deleted. */
export const AccountSize = v.object({
  contacts: v.number(),
  messages: v.number(),
  broadcasts: v.number(),
  connections: v.number(),
  members: v.number(),
})
export type AccountSize = v.InferOutput<typeof AccountSize>

/** `GET /deletion`: what would be deleted, and the open request where there is one. */
export const DeletionView = v.object({
  /** Null while a request is open: nobody looks into the account any more. */
  size: v.nullable(AccountSize),
  request: v.nullable(
    v.object({
      code: v.string(),
      state: v.picklist(DELETION_STATES),
      requestedAt: v.number(),
      /** Until when an owner can take it back. */
      startsAt: v.number(),
      /** The last day of the promise, `2026-12-02`. */
      dueDay: v.string(),
      canTakeBack: v.boolean(),
    }),
  ),
})
export type DeletionView = v.InferOutput<typeof DeletionView>

/** The workspace's name is typed again, and the code comes by a mail that was just asked for. */
export const NewDeletion = v.strictObject({ name: text(80), code: Code })
export type NewDeletion = v.InferOutput<typeof NewDeletion>

/** One of the operator's checks of who asks by mail; each is done or the request is not entered. */
export const IDENTITY_CHECKS = [
  'mail_from_owner_address',
  'answered_mail_to_owner_address',
  'named_workspace_and_number',
] as const
export const IdentityCheck = v.picklist(IDENTITY_CHECKS)
export type IdentityCheck = v.InferOutput<typeof IdentityCheck>

/** A deletion that the operator enters for somebody who wrote. */
export const OperatorDeletion = v.strictObject({
  ownerEmail: Email,
  accountId: Id,
  checks: v.pipe(v.array(IdentityCheck), v.minLength(IDENTITY_CHECKS.length)),
})
export type OperatorDeletion = v.InferOutput<typeof OperatorDeletion>

/** Why a step stands still, for the operator. */
export const Trouble = v.object({
  step: DeletionStep,
  /** A class of failure or a code of ours; never data. */
  cause: v.string(),
  since: v.number(),
  attempts: v.number(),
  nextAt: v.number(),
})
export type Trouble = v.InferOutput<typeof Trouble>

/** What a person in somebody's contact list tells us; the business is optional. */
export const PersonRequest = v.strictObject({
  phone: v.pipe(v.string(), v.trim(), v.regex(/^\+[1-9][\d\s().-]{6,24}$/)),
  email: v.optional(v.union([Email, v.pipe(v.string(), v.trim(), v.literal(''))]), ''),
  note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1000)), ''),
})
export type PersonRequest = v.InferOutput<typeof PersonRequest>

/** `/person-requests`: somebody in the contact list asks to be deleted. */
export const PersonRequestView = v.object({
  id: Id,
  contactId: Id,
  at: v.number(),
  settledAt: v.nullable(v.number()),
})
export type PersonRequestView = v.InferOutput<typeof PersonRequestView>

export const RetentionChange = v.strictObject({
  /** Months that messages and unused contacts are kept; null keeps them until somebody deletes them. */
  months: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120))),
})
export const RetentionView = v.object({ months: v.nullable(v.number()) })
export type RetentionView = v.InferOutput<typeof RetentionView>

export const EXPORT_STATES = ['running', 'done', 'failed', 'gone'] as const
export const ExportView = v.object({
  id: Id,
  state: v.picklist(EXPORT_STATES),
  createdAt: v.number(),
  finishedAt: v.nullable(v.number()),
  /** When the file is erased. */
  expiresAt: v.nullable(v.number()),
  size: v.nullable(v.number()),
  /** Rows written so far, and about how many there are. */
  rows: v.number(),
  of: v.nullable(v.number()),
})
export type ExportView = v.InferOutput<typeof ExportView>

/** Files of conversations fall into archives of their own, from one id to another. */
export const FilesPart = v.object({
  from: Id,
  to: Id,
  files: v.number(),
  bytes: v.number(),
})
export type FilesPart = v.InferOutput<typeof FilesPart>
export const FilesQuery = v.object({ from: Id, to: Id })
