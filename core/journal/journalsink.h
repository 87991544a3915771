#pragma once

#include "core/engine/commands.h"
#include "core/engine/corelistener.h"
#include "core/market/marketstep.h"

#include <span>
#include <string>

namespace wick::core {

/// Where a session's inputs and outputs go. The inputs alone are enough to replay the session; the
/// outputs (CoreListener) are what people look up. Calls come in order, on the core's thread.
class JournalSink : public CoreListener
{
public:
    /// Bars before the session, of one instrument, in order of time: handed to the core bar by bar.
    virtual void onHistoryInput(InstrumentId instrument, std::span<const ClosedBar> bars) = 0;
    virtual void onMarketInput(Sequence seq, const MarketStep& step) = 0;
    virtual void onCommandInput(Sequence seq, const Command& command, Timestamp time) = 0;
    /// The digests after the input `seq`: what a replay up to there must come to.
    virtual void onCheckpoint(Sequence seq,
                              Timestamp time,
                              std::string_view sessionDigest,
                              std::span<const std::string> decisionDigests) = 0;
    /// Hands what has gathered to whoever writes it.
    virtual void flush() = 0;
    /// More is waiting to be written than should: hand out no further step until it is less.
    [[nodiscard]] virtual bool congested() const = 0;
    /// Why nothing can be written, for people; empty while all is well.
    [[nodiscard]] virtual std::string problem() const = 0;
    /// The last input that is safe on disk.
    [[nodiscard]] virtual Sequence durable() const = 0;
};

} // namespace wick::core
