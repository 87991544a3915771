#include "app/desktop/text/describe.h"

#include "core/base/unreachable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Describe)
};

} // namespace

QString describe(ModeBadge badge)
{
    switch (badge) {
    case ModeBadge::Backtest:
        return Words::tr("BACKTEST");
    case ModeBadge::Paper:
        return Words::tr("PAPER");
    case ModeBadge::Testnet:
        return Words::tr("TESTNET");
    case ModeBadge::Live:
        return Words::tr("LIVE");
    }
    core::unreachable();
}

QString describe(EngineState state)
{
    switch (state) {
    case EngineState::Waiting:
        return Words::tr("Waiting");
    case EngineState::InPosition:
        return Words::tr("In position");
    case EngineState::WorkingOrder:
        return Words::tr("Working order");
    case EngineState::Paused:
        return Words::tr("Paused");
    case EngineState::Stopped:
        return Words::tr("Stopped");
    case EngineState::Halted:
        return Words::tr("Halted");
    case EngineState::NotAnswering:
        return Words::tr("Not answering");
    }
    core::unreachable();
}

QString describe(OrderState state)
{
    switch (state) {
    case OrderState::Sent:
        return Words::tr("Sent");
    case OrderState::MaybeSent:
        return Words::tr("May have been sent");
    case OrderState::Resting:
        return Words::tr("Resting");
    case OrderState::PartlyFilled:
        return Words::tr("Partly filled");
    case OrderState::Cancelling:
        return Words::tr("Cancelling");
    case OrderState::Unknown:
        return Words::tr("Unknown");
    }
    core::unreachable();
}

QString describe(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return Words::tr("Info");
    case LogLevel::Warning:
        return Words::tr("Warning");
    case LogLevel::Problem:
        return Words::tr("Problem");
    }
    core::unreachable();
}

QString describe(RowSide side)
{
    switch (side) {
    case RowSide::None:
        return missingText();
    case RowSide::Long:
        return Words::tr("▲ Long");
    case RowSide::Short:
        return Words::tr("▼ Short");
    }
    core::unreachable();
}

QString describeRefused(RowSide side)
{
    switch (side) {
    case RowSide::None:
        return missingText();
    case RowSide::Long:
        return Words::tr("△ Long");
    case RowSide::Short:
        return Words::tr("▽ Short");
    }
    core::unreachable();
}

QString iconOf(EngineState state)
{
    switch (state) {
    case EngineState::Waiting:
        return u"clock"_s;
    case EngineState::InPosition:
        return u"play"_s;
    case EngineState::WorkingOrder:
        return u"note"_s;
    case EngineState::Paused:
        return u"pause"_s;
    case EngineState::Stopped:
        return u"stop"_s;
    case EngineState::Halted:
        return u"lock"_s;
    case EngineState::NotAnswering:
        return u"warn"_s;
    }
    core::unreachable();
}

Tone toneOf(EngineState state)
{
    switch (state) {
    case EngineState::InPosition:
        return Tone::Good;
    case EngineState::Waiting:
    case EngineState::WorkingOrder:
    case EngineState::Paused:
    case EngineState::Stopped:
        return Tone::Secondary;
    case EngineState::Halted:
        return Tone::Warning;
    case EngineState::NotAnswering:
        return Tone::Danger;
    }
    core::unreachable();
}

Tone toneOf(OrderState state)
{
    switch (state) {
    case OrderState::Sent:
    case OrderState::Resting:
    case OrderState::PartlyFilled:
    case OrderState::Cancelling:
        return Tone::Primary;
    case OrderState::MaybeSent:
    case OrderState::Unknown:
        return Tone::Warning;
    }
    core::unreachable();
}

Tone toneOf(RowSide side)
{
    switch (side) {
    case RowSide::None:
        return Tone::Secondary;
    case RowSide::Long:
        return Tone::Up;
    case RowSide::Short:
        return Tone::Down;
    }
    core::unreachable();
}

Tone toneOfMoney(Fixed value)
{
    return toneOfNumber(roundedTo(value, 2).toDouble());
}

Tone toneOfNumber(double value)
{
    if (value > 0.0) {
        return Tone::Up;
    }
    return value < 0.0 ? Tone::Down : Tone::Primary;
}

QString shortMarket(const QString& market)
{
    return market.section(u'-', 0, 0);
}

} // namespace wick::desktop
