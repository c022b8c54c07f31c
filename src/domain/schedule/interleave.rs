//! Mixing: neighbours differ in topic where that is possible, and each kind is spread evenly.

/// A thing to be placed: one question, or the questions of a case that stay together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// What is to be placed.
    pub id: u32,
    /// Its topic.
    pub topic: u32,
    /// Things of one stream are spread evenly over the whole, such as all new items.
    pub stream: u8,
    /// Decides among equals.
    pub key: u64,
}

/// A block with the place, 0..1, that it should take.
struct Placed {
    block: Block,
    place: f64,
}

/// Gives the ids in their mixed order; the same for the same blocks in any order.
pub fn interleave(blocks: &[Block]) -> Vec<u32> {
    let mut placed = places(blocks);
    placed.sort_by(|one, other| {
        one.place.total_cmp(&other.place).then_with(|| one.block.key.cmp(&other.block.key))
    });
    separate(&placed)
}

/// Spreads each topic over its stream, then each stream over the whole.
fn places(blocks: &[Block]) -> Vec<Placed> {
    let mut sorted = blocks.to_vec();
    sorted.sort_by_key(|block| (block.stream, block.topic, block.key, block.id));
    let mut placed: Vec<Placed> = Vec::with_capacity(sorted.len());
    for group in
        sorted.chunk_by(|one, other| (one.stream, one.topic) == (other.stream, other.topic))
    {
        // Each topic starts a little later or earlier, or all would meet at the same places.
        let shift = group.first().map_or(0.5, |block| block.key as f64 / u64::MAX as f64);
        for (rank, block) in group.iter().enumerate() {
            let place = (rank as f64 + shift) / group.len() as f64;
            placed.push(Placed { block: *block, place });
        }
    }
    placed.sort_by(|one, other| {
        let stream = one.block.stream.cmp(&other.block.stream);
        stream
            .then_with(|| one.place.total_cmp(&other.place))
            .then_with(|| one.block.key.cmp(&other.block.key))
            .then_with(|| one.block.id.cmp(&other.block.id))
    });
    for stream in placed.chunk_by_mut(|one, other| one.block.stream == other.block.stream) {
        let n = stream.len() as f64;
        for (rank, placed) in stream.iter_mut().enumerate() {
            placed.place = (rank as f64 + 0.5) / n;
        }
    }
    placed
}

/// Walks along the places and takes the first block whose topic differs from the one before.
///
/// A topic that holds more than half of what is left goes first wherever it may: that is what keeps
/// its blocks from meeting at the end.
fn separate(placed: &[Placed]) -> Vec<u32> {
    let mut topics: Vec<u32> = placed.iter().map(|placed| placed.block.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); topics.len()];
    for (index, placed) in placed.iter().enumerate().rev() {
        if let Ok(topic) = topics.binary_search(&placed.block.topic) {
            waiting.get_mut(topic).into_iter().for_each(|queue| queue.push(index));
        }
    }
    let mut order = Vec::with_capacity(placed.len());
    let mut last = usize::MAX;
    for n_left in (1..=placed.len()).rev() {
        let mut earliest: Option<(usize, usize)> = None;
        let mut largest: Option<(usize, usize)> = None;
        for (topic, queue) in waiting.iter().enumerate() {
            let Some(head) = queue.last().filter(|_| topic != last) else { continue };
            if earliest.is_none_or(|(best, _)| *head < best) {
                earliest = Some((*head, topic));
            }
            if largest.is_none_or(|(best, _)| queue.len() > best) {
                largest = Some((queue.len(), topic));
            }
        }
        let pressing = largest.filter(|(n_topic, _)| 2 * n_topic > n_left);
        let topic = pressing.or(earliest).map_or(last, |(_, topic)| topic);
        let Some(index) = waiting.get_mut(topic).and_then(Vec::pop) else { break };
        order.extend(placed.get(index).map(|placed| placed.block.id));
        last = topic;
    }
    order
}
