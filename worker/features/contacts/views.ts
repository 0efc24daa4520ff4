import type { ContactView, FieldView, TagView, TimelineEntry } from '../../contract/contacts'
import type { SegmentView } from '../../contract/segments'
import type { Contact } from './identity-queries'
import type { Segment } from './segment-queries'
import type { consents, fields, tags } from './tables'

/** Tags that were deleted meanwhile are left out. */
export const toContactView = (
  row: Contact,
  tagNames: ReadonlyMap<string, string>,
): ContactView => ({
  id: row.id,
  name: row.name,
  firstName: row.firstName,
  lastName: row.lastName,
  phone: row.phone,
  bsuid: row.bsuid,
  email: row.email,
  country: row.country,
  language: row.language,
  consent: row.consent,
  consentAt: row.consentAt,
  consentSource: row.consentSource,
  tags: row.tags.flatMap((id) => {
    const name = tagNames.get(id)
    return name === undefined ? [] : [{ id, name }]
  }),
  fields: row.fields,
  lastInboundAt: row.lastInboundAt,
  createdAt: row.createdAt,
  version: row.updatedAt,
})

export const toTagView = ({ id, name }: typeof tags.$inferSelect): TagView => ({ id, name })

export const toFieldView = (row: typeof fields.$inferSelect): FieldView => ({
  key: row.key,
  name: row.name,
  type: row.type,
  choices: row.choices ?? [],
})

export const toConsentEntry = ({
  at,
  change,
  source,
  wording,
}: typeof consents.$inferSelect): TimelineEntry => ({
  kind: 'consent',
  at,
  change,
  source,
  wording,
})

export const toSegmentView = ({
  id,
  name,
  filter,
  createdAt,
  updatedAt,
}: Segment): SegmentView => ({
  id,
  name,
  filter,
  createdAt,
  updatedAt,
})
