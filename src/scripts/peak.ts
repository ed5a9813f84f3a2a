// What benchmarks compare with.

export { measurePeaks, type Peak, type PeakBuild, type PeakType } from "../peak/peak.ts";
