// Units in which sizes are computed.

export const DAY_SECONDS = 86_400
export const KIB = 1024
export const MIB = 1024 ** 2
export const GIB = 1024 ** 3
