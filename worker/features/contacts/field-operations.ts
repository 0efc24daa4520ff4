import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { FieldChange, FieldView, NewField } from '../../contract/contacts'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { fieldKeyOf } from './columns'
import { choicesMissing, fieldExists, fieldNotFound, tooManyFieldsInAccount } from './errors'
import { changeFieldRow, countFields, findField, insertField } from './field-queries'
import { toFieldView } from './views'

export const FIELDS_PER_ACCOUNT = 500

type Actor = { userId: string }

/** Declares a field. Its key comes from its name and stays when it is renamed: filters name it. */
export async function declareField(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Actor,
  { name, type, choices }: NewField,
): Promise<FieldView> {
  if (type === 'choice' && !choices) throw choicesMissing()
  if ((await countFields(db)) >= FIELDS_PER_ACCOUNT) {
    throw tooManyFieldsInAccount(FIELDS_PER_ACCOUNT)
  }
  const row = await insertField(db, {
    ...{ accountId: db.accountId, key: fieldKeyOf(name), name, type },
    choices: type === 'choice' ? (choices ?? null) : null,
    createdAt: clock.now(),
  })
  if (!row) throw fieldExists()
  await tell(clock, db, member, 'field.declared', row.key)
  return toFieldView(row)
}

/** Another name, or other choices; values that people have already stay as they are. */
export async function changeField(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Actor,
  key: string,
  { name, choices }: FieldChange,
): Promise<FieldView> {
  const known = await findField(db, key)
  if (!known) throw fieldNotFound()
  const change = {
    ...(name !== undefined && { name }),
    ...(choices !== undefined && known.type === 'choice' && { choices }),
  }
  const row = Object.keys(change).length > 0 ? await changeFieldRow(db, key, change) : known
  if (!row) throw fieldNotFound()
  await tell(clock, db, member, 'field.changed', key)
  return toFieldView(row)
}

const tell = (clock: Deps['clock'], db: AccountDb, member: Actor, action: string, key: string) =>
  recordAudit(db, clock, { actor: actorOf(member), action, target: `field:${key}` })
