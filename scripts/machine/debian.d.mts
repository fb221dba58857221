export function mirrorIn(sources: string[], codename: string): string
