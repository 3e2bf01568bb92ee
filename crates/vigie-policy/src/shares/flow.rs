//! Minimum-cost flow without capacities, by the network simplex method.
//!
//! The tree is kept strongly feasible: of several arcs that could leave it, the last one on the way around the cycle
//! leaves. So no series of moves without gain comes back to where it was, and the method always ends.

/// A way on which any number of units may go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub from: u32,
    pub to: u32,
    /// For each unit.
    pub cost: i64,
}

/// A flow that costs least.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    /// Units on each arc, in the order given.
    pub units: Vec<i64>,
    /// Whether all supplies reach all needs; else some units had to go nowhere.
    pub is_feasible: bool,
    /// The cost, and the bound that no flow can be below (by the prices of the nodes): they are equal.
    pub cost: i128,
    pub bound: i128,
}

const NOWHERE: u32 = u32::MAX;

/// The tree of arcs in use, hung from a node beside the others.
struct Tree {
    parent: Vec<u32>,
    /// The arc to the parent; beyond the arcs given stand those that lead to the root.
    arc: Vec<u32>,
    /// Whether that arc leads to the parent.
    is_up: Vec<bool>,
    depth: Vec<u32>,
    price: Vec<i64>,
    flow: Vec<i64>,
    children: Vec<Vec<u32>>,
}

/// Sends what nodes have (positive) to what nodes need (negative); the sum of both must be zero. Costs must be small
/// enough that their largest times the number of nodes fits an `i64`. `starts` names, for some nodes, the arc on which
/// all that they have or need goes at first: a start that is not far from the end saves most of the way.
pub(super) fn least_cost_flow(balance: &[i64], arcs: &[Arc], starts: &[(u32, u32)]) -> Flow {
    let largest = arcs.iter().map(|arc| arc.cost.abs()).max().unwrap_or(0);
    let nowhere_cost = (largest + 1).saturating_mul(balance.len() as i64 + 1);
    let mut tree = Tree::new(balance, nowhere_cost);
    tree.start_on(starts, arcs);
    let block = ((arcs.len() as f64).sqrt() as usize).clamp(32, 1 << 16);
    let mut next = 0;
    while let Some(entering) = tree.find_entering(arcs, &mut next, block) {
        if !tree.pivot(entering, arcs) {
            break;
        }
    }
    tree.finish(balance, arcs)
}

impl Tree {
    /// Every node on its own arc to or from the root.
    fn new(balance: &[i64], nowhere_cost: i64) -> Self {
        let nodes = balance.len();
        let root = nodes as u32;
        let is_up: Vec<bool> = balance
            .iter()
            .map(|units| *units >= 0)
            .chain([true])
            .collect();
        let price = is_up
            .iter()
            .take(nodes)
            .map(|up| if *up { nowhere_cost } else { -nowhere_cost });
        let mut children = vec![Vec::new(); nodes + 1];
        if let Some(list) = children.last_mut() {
            *list = (0..root).collect();
        }
        Self {
            parent: vec![root; nodes].into_iter().chain([NOWHERE]).collect(),
            arc: vec![NOWHERE; nodes + 1],
            price: price.chain([0]).collect(),
            depth: vec![1; nodes].into_iter().chain([0]).collect(),
            flow: balance.iter().map(|units| units.abs()).chain([0]).collect(),
            is_up,
            children,
        }
    }

    /// Hangs nodes from the other end of an arc, which takes over what they have or need.
    fn start_on(&mut self, starts: &[(u32, u32)], arcs: &[Arc]) {
        let root = self.parent.len() as u32 - 1;
        for (node, index) in starts {
            let Some(arc) = arcs.get(*index as usize) else {
                continue;
            };
            let is_up = at(&self.is_up, *node);
            let (near, hub) = if is_up {
                (arc.from, arc.to)
            } else {
                (arc.to, arc.from)
            };
            let units = at(&self.flow, *node);
            // An empty arc must lead up, and only a node that hangs from the root can be a hub.
            if near != *node || at(&self.parent, hub) != root || (units == 0 && !is_up) {
                continue;
            }
            let at_hub = if at(&self.is_up, hub) {
                at(&self.flow, hub)
            } else {
                -at(&self.flow, hub)
            };
            let together = if is_up {
                at_hub + units
            } else {
                at_hub - units
            };
            set(&mut self.flow, hub, together.abs());
            set(&mut self.is_up, hub, together >= 0);
            set(&mut self.parent, *node, hub);
            set(&mut self.arc, *node, *index);
            if let Some(children) = self.children.get_mut(hub as usize) {
                children.push(*node);
            }
        }
        let parents = &self.parent;
        if let Some(children) = self.children.get_mut(root as usize) {
            children.retain(|child| at(parents, *child) == root);
        }
        self.price_from_root(arcs);
    }

    /// Depths and prices of all nodes, those of the arcs to the root as they are.
    fn price_from_root(&mut self, arcs: &[Arc]) {
        let root = self.parent.len() as u32 - 1;
        let hubs = self
            .children
            .get(root as usize)
            .cloned()
            .unwrap_or_default();
        let most = self
            .price
            .iter()
            .map(|price| price.abs())
            .max()
            .unwrap_or(0);
        for hub in hubs {
            let price = if at(&self.is_up, hub) { most } else { -most };
            set(&mut self.price, hub, price);
            for node in self.children.get(hub as usize).cloned().unwrap_or_default() {
                let Some(arc) = arcs.get(at(&self.arc, node) as usize) else {
                    continue;
                };
                let difference = if at(&self.is_up, node) {
                    arc.cost
                } else {
                    -arc.cost
                };
                set(&mut self.depth, node, 2);
                set(&mut self.price, node, price + difference);
            }
        }
    }

    /// Cost of an arc as seen from the prices at its ends; negative when it would spare something.
    fn reduced(&self, arc: &Arc) -> i64 {
        arc.cost - at(&self.price, arc.from) + at(&self.price, arc.to)
    }

    /// The best arc of the first block that has one; none when no arc would spare anything. `next` is the block at
    /// which the search goes on.
    fn find_entering(&self, arcs: &[Arc], next: &mut usize, block: usize) -> Option<u32> {
        let blocks = arcs.len().div_ceil(block);
        for _ in 0..blocks {
            let start = *next * block;
            *next = if *next + 1 < blocks { *next + 1 } else { 0 };
            let end = (start + block).min(arcs.len());
            let mut best = (0, 0);
            for (arc, index) in arcs.get(start..end)?.iter().zip(start as u32..) {
                let reduced = self.reduced(arc);
                if reduced < best.0 {
                    best = (reduced, index);
                }
            }
            if best.0 < 0 {
                return Some(best.1);
            }
        }
        None
    }

    /// Brings an arc into the tree; false for a cycle of negative cost, which has no bound (costs are never negative).
    fn pivot(&mut self, entering: u32, arcs: &[Arc]) -> bool {
        let Some(arc) = arcs.get(entering as usize) else {
            return false;
        };
        let join = self.join(arc.from, arc.to);
        // Units go along the arc, from its head up to the join, and down to its tail. The last arc that blocks on that
        // way leaves: on the side of the head any later one replaces it, on the side of the tail only a scarcer one.
        let mut units = i64::MAX;
        let mut leaving = NOWHERE;
        let mut leaves_from_tail = false;
        let mut node = arc.from;
        while node != join {
            // Going down to the tail, an arc that leads up is emptied.
            if at(&self.is_up, node) && at(&self.flow, node) < units {
                units = at(&self.flow, node);
                leaving = node;
                leaves_from_tail = true;
            }
            node = at(&self.parent, node);
        }
        let mut node = arc.to;
        while node != join {
            if !at(&self.is_up, node) && at(&self.flow, node) <= units {
                units = at(&self.flow, node);
                leaving = node;
                leaves_from_tail = false;
            }
            node = at(&self.parent, node);
        }
        if leaving == NOWHERE {
            return false;
        }
        self.push_units(arc.from, join, units, false);
        self.push_units(arc.to, join, units, true);
        let (inside, outside) = if leaves_from_tail {
            (arc.from, arc.to)
        } else {
            (arc.to, arc.from)
        };
        self.rehang(
            inside,
            outside,
            leaving,
            entering,
            units,
            inside == arc.from,
        );
        self.reprice(inside, arcs);
        true
    }

    /// Changes the flow between a node and the join: with the direction of the tree where units go up.
    fn push_units(&mut self, from: u32, join: u32, units: i64, goes_up: bool) {
        let mut node = from;
        while node != join {
            let change = if at(&self.is_up, node) == goes_up {
                units
            } else {
                -units
            };
            if let Some(flow) = self.flow.get_mut(node as usize) {
                *flow += change;
            }
            node = at(&self.parent, node);
        }
    }

    /// The first node above both.
    fn join(&self, left: u32, right: u32) -> u32 {
        let (mut left, mut right) = (left, right);
        while left != right {
            if at(&self.depth, left) >= at(&self.depth, right) {
                left = at(&self.parent, left);
            } else {
                right = at(&self.parent, right);
            }
        }
        left
    }

    /// Turns the way from `inside` up to `leaving` around, and hangs `inside` from `outside` by the entering arc.
    fn rehang(
        &mut self,
        inside: u32,
        outside: u32,
        leaving: u32,
        entering: u32,
        units: i64,
        is_up: bool,
    ) {
        let (mut node, mut parent) = (inside, outside);
        let (mut arc, mut flow, mut up) = (entering, units, is_up);
        loop {
            let old_parent = at(&self.parent, node);
            let (old_arc, old_flow, old_up) = (
                at(&self.arc, node),
                at(&self.flow, node),
                at(&self.is_up, node),
            );
            if let Some(children) = self.children.get_mut(old_parent as usize) {
                children.retain(|child| *child != node);
            }
            if let Some(children) = self.children.get_mut(parent as usize) {
                children.push(node);
            }
            set(&mut self.parent, node, parent);
            set(&mut self.arc, node, arc);
            set(&mut self.flow, node, flow);
            set(&mut self.is_up, node, up);
            if node == leaving {
                return;
            }
            (parent, node) = (node, old_parent);
            (arc, flow, up) = (old_arc, old_flow, !old_up);
        }
    }

    /// Depths and prices below a node that was hung anew. All prices there change by the same amount.
    fn reprice(&mut self, top: u32, arcs: &[Arc]) {
        let parent = at(&self.parent, top);
        let Some(arc) = arcs.get(at(&self.arc, top) as usize) else {
            return;
        };
        let price = if at(&self.is_up, top) {
            arc.cost + at(&self.price, parent)
        } else {
            at(&self.price, parent) - arc.cost
        };
        let change = price - at(&self.price, top);
        let mut stack = vec![top];
        while let Some(node) = stack.pop() {
            let depth = at(&self.depth, at(&self.parent, node)) + 1;
            set(&mut self.depth, node, depth);
            let price = at(&self.price, node) + change;
            set(&mut self.price, node, price);
            if let Some(children) = self.children.get(node as usize) {
                stack.extend_from_slice(children);
            }
        }
    }

    fn finish(self, balance: &[i64], arcs: &[Arc]) -> Flow {
        let mut units = vec![0; arcs.len()];
        let mut is_feasible = true;
        for (arc, flow) in self.arc.iter().zip(&self.flow) {
            match units.get_mut(*arc as usize) {
                Some(place) => *place = *flow,
                None => is_feasible &= *flow == 0,
            }
        }
        let cost = arcs
            .iter()
            .zip(&units)
            .map(|(arc, units)| i128::from(arc.cost) * i128::from(*units))
            .sum();
        let bound = balance
            .iter()
            .zip(&self.price)
            .map(|(units, price)| i128::from(*units) * i128::from(*price))
            .sum();
        Flow {
            units,
            is_feasible,
            cost,
            bound,
        }
    }
}

fn at<T: Copy + Default>(values: &[T], index: u32) -> T {
    values.get(index as usize).copied().unwrap_or_default()
}

fn set<T>(values: &mut [T], index: u32, value: T) {
    if let Some(place) = values.get_mut(index as usize) {
        *place = value;
    }
}
