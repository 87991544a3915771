#include "core/venues/lighter/errortable.h"

#include <algorithm>
#include <array>

namespace wick::lighter {

namespace {

using core::ErrorCertainty;
using enum core::ErrorAction;

// A refusal of a transaction by the venue's front leaves its nonce unused; only an error or a
// timeout inside the venue leaves that open. Source: the venue's list of codes of July 2026, and
// two codes that were seen without being in it.
constexpr auto kTable = std::to_array<ErrorRange>({
    {20001, 20001, Resync}, // auth is missing or over
    {21100, 21100, Halt},   // the account is not there
    {21101, 21101, Resync}, // its nonce
    {21102, 21103, Halt},   // account, owner
    {21104, 21104, Resync}, // nonce
    {21105, 21105, Halt},   // nonces of a batch: an error of ours
    {21106, 21107, User},
    {21108, 21110, Halt},   // key not registered, or in another slot
    {21111, 21112, Halt},   // in liquidation
    {21113, 21114, User},   // margin fraction, liquidation
    {21116, 21119, User},   // amounts
    {21120, 21121, Halt},   // signature, owners of a batch
    {21122, 21122, Halt},   // a scheduled cancel-all is due, and we never schedule one
    {21123, 21131, User},   // accounts, pools, withdrawals: not ours
    {21132, 21132, Resync}, // margin mode with a position
    {21133, 21134, User},   // risk change, fee
    {21135, 21135, User},
    {21136, 21136, Halt},   // the key is of an old kind
    {21137, 21141, User},   // withdrawals, unlocks
    {21149, 21149, Halt},   // an integrator: we name none
    {21200, 21237, User},   // pools and stakes
    {21300, 21305, User},   // collateral
    {21400, 21401, User},   // blocks
    {21500, 21500, Resync}, // transaction not found
    {21501, 21505, Halt},   // what we sent is not understood
    {21506, 21506, Retry},  // too many pending
    {21507, 21508, User},   // below maintenance or initial margin
    {21511, 21516, Halt},   // type, batch: an error of ours
    {21600, 21600, Resync}, // the order is gone
    {21601, 21601, Retry},  // the book is full
    {21602, 21602, Resync}, // the market is another one
    {21603, 21603, User},
    {21605, 21605, Resync}, // the market is closed
    {21606, 21608, User},   // administration
    {21611, 21613, User},
    {21614, 21614, Resync}, // no position
    {21615, 21626, User},
    {21700, 21700, Resync}, // the order is gone
    {21701, 21706, User},   // amounts, price, type
    {21707, 21709, Resync}, // another one's, empty, gone
    {21710, 21710, User},
    {21711, 21711, User},   // expiry
    {21712, 21712, Halt},   // somebody scheduled a cancel-all
    {21713, 21714, Halt},   // ours to get right
    {21715, 21716, Resync}, // the order is gone, or not over yet
    {21717, 21722, User},   // too many orders
    {21723, 21723, Halt},   // account health
    {21724, 21726, User},   // liquidation
    {21727, 21727, Halt},   // client order index: an error of ours
    {21728, 21728, Resync}, // a live order has it
    {21729, 21729, User},   // trigger price
    {21730, 21732, Resync}, // not pending, not to be triggered, reduce-only
    {21733, 21735, User},   // the price looks wrong
    {21736, 21738, Resync}, // states, reduce-only
    {21739, 21739, User},   // margin
    {21740, 21740, Resync}, // reduce-only
    {21741, 21743, Halt},   // groups: an error of ours
    {21744, 21745, User},
    {21801, 21809, User},  // assets
    {21901, 21906, User},  // deleverage
    {22400, 22403, User},  // candles
    {23000, 23004, Retry}, // rates
    {29404, 29404, User},  // no such thing
    {29500, 29501, Resync, ErrorCertainty::Unknown},
    {30000, 30001, Halt},  // what we sent is not understood
    {30002, 30003, Retry}, // subscriptions
    {30004, 30004, Retry},
    {30005, 30008, User},    // channel, data
    {30009, 30010, Retry},   // rates
    {30011, 30012, Restart}, // the stream
    {41001, 41012, User},    // referrals
    {61001, 61009, User},    // tokens of the server
    {62001, 62006, User},    // tiers
});

} // namespace

std::span<const ErrorRange> errorTable() noexcept
{
    return kTable;
}

core::ErrorRule errorRuleOf(std::int32_t code) noexcept
{
    const auto after = std::upper_bound(
        kTable.begin(), kTable.end(), code,
        [](std::int32_t value, const ErrorRange& range) { return value < range.first; });
    if (after == kTable.begin() || std::prev(after)->last < code) {
        return {};
    }
    const ErrorRange& range = *std::prev(after);
    return {range.action, range.certainty, true};
}

} // namespace wick::lighter
