import { inBoth, named, positional } from './template-parts'
import type { NewTemplate } from './templates'

const imageHeader = {
  type: 'HEADER',
  format: 'IMAGE',
  example: { header_handle: ['https://scontent.whatsapp.net/v/t61/winter-early-access.jpg'] },
}

const winterEarlyAccess = inBoth(
  { name: 'winter_early_access', category: 'MARKETING', parameter_format: 'NAMED' },
  {
    en_US: [
      imageHeader,
      named(
        'Hi {{first_name}}, the winter collection opens for friends of the store 24 hours early. Your code *{{code}}* takes 15% off everything until Thursday night.',
        { first_name: 'Maya', code: 'WINTER15' },
      ),
      { type: 'FOOTER', text: 'Reply STOP to receive no more offers' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me' },
          { type: 'QUICK_REPLY', text: 'Not interested' },
          { type: 'URL', text: 'Open the shop', url: 'https://shop.example.com/winter' },
        ],
      },
    ],
    he: [
      imageHeader,
      named(
        'היי {{first_name}}, קולקציית החורף נפתחת לחברי המועדון 24 שעות לפני כולם. הקוד *{{code}}* מקנה 15% הנחה על הכול עד יום חמישי בלילה.',
        { first_name: 'נועה', code: 'WINTER15' },
      ),
      { type: 'FOOTER', text: 'להסרה מרשימת הדיוור השיבו הסר' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'אשמח לראות' },
          { type: 'QUICK_REPLY', text: 'לא מעניין' },
          { type: 'URL', text: 'לחנות', url: 'https://shop.example.com/he/winter' },
        ],
      },
    ],
  },
)

const weekendOffer = inBoth(
  { name: 'weekend_offer', category: 'MARKETING' },
  {
    en_US: [
      positional(
        'Good morning {{1}}! This weekend only: buy two, get the third one free at our {{2}} store.',
        'Tom',
        'Haifa',
      ),
      { type: 'FOOTER', text: 'Reply STOP to receive no more offers' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Save one for me' },
          { type: 'QUICK_REPLY', text: 'Stop promotions' },
        ],
      },
    ],
    he: [
      positional(
        'בוקר טוב {{1}}! רק בסוף השבוע: קונים שניים והשלישי במתנה בסניף {{2}}.',
        'תמר',
        'חיפה',
      ),
      { type: 'FOOTER', text: 'להסרה מרשימת הדיוור השיבו הסר' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'שמרו לי אחד' },
          { type: 'QUICK_REPLY', text: 'הפסקת מבצעים' },
        ],
      },
    ],
  },
)

const couponThanks = inBoth(
  { name: 'thank_you_coupon', category: 'MARKETING' },
  {
    en_US: [
      positional(
        'Thank you for shopping with us, {{1}}! Here is a coupon for the next time.',
        'Omar',
      ),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'COPY_CODE', text: 'Copy code', example: ['THANKS10'] }],
      },
    ],
    he: [
      positional('תודה שקנית אצלנו, {{1}}! הנה קופון לפעם הבאה.', 'שירה'),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'COPY_CODE', text: 'העתקת הקוד', example: ['TODA10'] }],
      },
    ],
  },
)

export const MARKETING_TEMPLATES: readonly NewTemplate[] = [
  ...winterEarlyAccess,
  ...weekendOffer,
  ...couponThanks,
]
