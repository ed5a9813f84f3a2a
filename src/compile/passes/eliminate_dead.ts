import { withoutDeadNodes, withoutUnusedTensors } from "../../graph/edit.ts";
import type { Pass } from "./pass.ts";

export const eliminateDead: Pass = {
  name: "eliminate dead nodes",
  doc: "Nodes that no output depends on, and tensors that nobody names, are left out",
  run: (graph) => withoutUnusedTensors(withoutDeadNodes(graph)),
};
