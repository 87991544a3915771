#include "core/engine/stopmove.h"

#include "core/base/unreachable.h"

namespace wick::core {

std::string_view describe(StopMoveRefusal refusal) noexcept
{
    switch (refusal) {
    case StopMoveRefusal::NoStop:
        return "no stop rests that could be moved";
    case StopMoveRefusal::Closing:
        return "the position is being closed";
    case StopMoveRefusal::OffTick:
        return "this is not a price of the market";
    case StopMoveRefusal::WrongSide:
        return "the market has already reached this price";
    case StopMoveRefusal::Wider:
        return "a stop only moves nearer to the market";
    }
    unreachable();
}

std::optional<StopMoveRefusal> objectionToStop(const Instrument& instrument,
                                               std::int64_t lots,
                                               Price mark,
                                               Price from,
                                               Price to) noexcept
{
    if (lots == 0) {
        return StopMoveRefusal::NoStop;
    }
    if (to.count() <= 0 || instrument.tickDown(to) != to) {
        return StopMoveRefusal::OffTick;
    }
    if (lots > 0 ? to >= mark : to <= mark) {
        return StopMoveRefusal::WrongSide;
    }
    if (lots > 0 ? to <= from : to >= from) {
        return StopMoveRefusal::Wider;
    }
    return std::nullopt;
}

} // namespace wick::core
