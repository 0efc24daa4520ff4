/** What businesses write most; everything else comes from the keyboard of the system. */
export const EMOJI: readonly string[] = Array.from(
  '😀😊😍🙂😉🤗🙏👋👍👏💪🎉🎁🎂🥳✨⭐🔥❤💙💚💛✅❌⚠⏰📅📍📞📦🚚🛒💳🧾💰🏷🏠🚗☀🌸☕🍽',
)
