#pragma once

#include "core/backtest/tradeledger.h"
#include "core/domain/signal.h"
#include "core/engine/closingsequence.h"
#include "core/engine/commands.h"
#include "core/engine/stopmove.h"
#include "core/risk/haltstate.h"
#include "core/risk/verdict.h"

#include <optional>

namespace wick::core {

/// What became of one entry signal.
struct SignalRecord
{
    Timestamp time;
    EngineId engine;
    InstrumentId instrument;
    const Signal& signal;
    Quantity quantity;                ///< as sized; 0 when it could not be
    Price reference;                  ///< price it was judged at
    const Verdict* verdict = nullptr; ///< none when it never came to a review
    OrderId order;                    ///< of the order that was sent; 0 when refused
    Reason outcome;                   ///< of a refusal; empty token when sent
};

/// Hears everything the core puts out, in order, on the core's thread. Values are valid during the
/// call.
class CoreListener
{
public:
    CoreListener() = default;
    CoreListener(const CoreListener&) = delete;
    CoreListener& operator=(const CoreListener&) = delete;
    virtual ~CoreListener() = default;

    virtual void onSignal(const SignalRecord& /*signal*/) {}
    virtual void onOrder(const OrderEvent& /*event*/) {}
    virtual void onTrade(const TradeRow& /*trade*/) {}
    virtual void onHalt(const Halt& /*halt*/) {}
    virtual void
    onHaltReleased(HaltKind /*kind*/, std::optional<EngineId> /*engine*/, Timestamp /*time*/)
    {}
    /// An operator's release was not taken.
    virtual void onReleaseRefused(HaltKind /*kind*/,
                                  std::optional<EngineId> /*engine*/,
                                  ReleaseRefusal /*why*/,
                                  Timestamp /*time*/)
    {}
    /// An operator's stop was not moved.
    virtual void onStopMoveRefused(EngineId /*engine*/, StopMoveRefusal /*why*/, Timestamp /*time*/)
    {}
    virtual void onCommand(const Command& /*command*/, Timestamp /*time*/) {}
    /// A close of this engine runs and has made a move: its entries are blocked until it is flat.
    virtual void onClosing(const ClosingReport& /*report*/) {}
    /// It came to its verified end: no position, no order.
    virtual void onFlat(const ClosingReport& /*report*/) {}
};

} // namespace wick::core
