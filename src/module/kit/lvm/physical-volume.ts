/** Sizes of a physical volume, in bytes; an extent of 0 stands for one that is in no group. */
export interface PhysicalSizes {
  readonly device: number;
  readonly volume: number;
  /** Where the extents begin. */
  readonly start: number;
  readonly extent: number;
}

/** The columns of pvs that `physicalSizes` reads. */
export const sizeColumns = ['dev_size', 'pv_size', 'pe_start', 'vg_extent_size'] as const;

/** Undefined when one of the words is no number: of a device that is missing. */
export function physicalSizes(words: readonly string[]): PhysicalSizes | undefined {
  const [device, volume, start, extent] = words.map((word) =>
    /^\d+$/.test(word) ? Number(word) : undefined,
  );
  if (device === undefined || volume === undefined || start === undefined || extent === undefined) {
    return undefined;
  }
  return { device, volume, start, extent };
}

/** Whether the device has room for more: in a group that is a whole extent, after what the metadata take. */
export function hasRoom({ device, volume, start, extent }: PhysicalSizes): boolean {
  const room = device - volume - (extent === 0 ? 0 : start);
  return room > 0 && room >= extent;
}
