#include "core/io/history/candleformat.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::io {

namespace {

constexpr std::array<std::pair<CandleFormat, std::string_view>, 6> kFormatNames{{
    {CandleFormat::Auto, "auto"},
    {CandleFormat::Wick, "wick"},
    {CandleFormat::Binance, "binance"},
    {CandleFormat::TradingView, "tradingview"},
    {CandleFormat::MetaTrader5, "mt5"},
    {CandleFormat::HistData, "histdata"},
}};

} // namespace

std::string_view nameOf(CandleFormat format) noexcept
{
    return kFormatNames[static_cast<std::size_t>(format)].second;
}

std::optional<CandleFormat> candleFormatNamed(std::string_view name) noexcept
{
    const auto found = std::find_if(kFormatNames.begin(), kFormatNames.end(),
                                    [name](const auto& entry) { return entry.second == name; });
    return found == kFormatNames.end() ? std::nullopt : std::optional{found->first};
}

std::vector<std::string_view> candleFormatNames()
{
    std::vector<std::string_view> names;
    names.reserve(kFormatNames.size());
    for (const auto& entry : kFormatNames) {
        names.push_back(entry.second);
    }
    return names;
}

std::string_view nameOf(CandleField field) noexcept
{
    switch (field) {
    case CandleField::Row:
        return "row";
    case CandleField::Time:
        return "time";
    case CandleField::Open:
        return "open";
    case CandleField::High:
        return "high";
    case CandleField::Low:
        return "low";
    case CandleField::Close:
        return "close";
    case CandleField::Volume:
        return "volume";
    }
    core::unreachable();
}

std::string_view describe(RowFault fault) noexcept
{
    switch (fault) {
    case RowFault::None:
        return "is fine";
    case RowFault::Missing:
        return "is missing";
    case RowFault::FieldCount:
        return "has another number of fields than the first line";
    case RowFault::NotANumber:
        return "is not a number";
    case RowFault::NotATime:
        return "is not a time of this format";
    case RowFault::NoZone:
        return "has no time zone (give the offset from UTC)";
    case RowFault::Negative:
        return "is negative";
    case RowFault::Zero:
        return "is zero";
    case RowFault::TooLarge:
        return "is too large";
    case RowFault::TooPrecise:
        return "has too many decimals";
    case RowFault::TimeRange:
        return "is not between 1973 and 2099 (wrong unit of time?)";
    case RowFault::NotWholeMs:
        return "is finer than a millisecond";
    case RowFault::HighBelowLow:
        return "is below the low";
    case RowFault::OutsideRange:
        return "is outside the range from low to high";
    case RowFault::OutOfOrder:
        return "is out of order";
    case RowFault::Conflict:
        return "is already there with other values";
    case RowFault::OffGrid:
        return "does not lie on the interval of the other rows";
    }
    core::unreachable();
}

std::string describe(const RefusedRow& row)
{
    std::string text = "line " + std::to_string(row.line) + ": ";
    text += nameOf(row.field);
    text += ' ';
    text += describe(row.fault);
    return text;
}

} // namespace wick::io
