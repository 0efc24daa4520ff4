import * as v from 'valibot'

// What a message says to buttons that open something.

export const Thumbnail = v.object({
  thumbnail_product_retailer_id: v.pipe(v.string(), v.minLength(1)),
})
const Section = v.object({
  title: v.optional(v.string()),
  product_items: v.pipe(
    v.array(v.object({ product_retailer_id: v.pipe(v.string(), v.minLength(1)) })),
    v.minLength(1),
  ),
})
export const Products = v.object({
  ...Thumbnail.entries,
  sections: v.pipe(v.array(Section), v.minLength(1), v.maxLength(10)),
})
export const FlowAction = v.looseObject({ flow_token: v.optional(v.string()) })
