#include "app/session/joberror.h"

#include "core/base/unreachable.h"
#include "core/io/jsonwriter.h"

#include <string_view>

namespace wick::session {

namespace {

[[nodiscard]] std::string unknown(std::string_view what, const JobError& error)
{
    std::string sentence = "there is no " + std::string{what} + " '" + error.subject + "'";
    if (!error.nearest.empty()) {
        sentence += "; did you mean '" + error.nearest + "'?";
    }
    return sentence;
}

[[nodiscard]] std::string outOfRange(const JobError& error)
{
    return error.subject + " is " + error.text + "; it may be " + error.low + " to " + error.high;
}

[[nodiscard]] std::string notANumber(const JobError& error)
{
    return error.subject + " is '" + error.text + "', which is not a number it can take";
}

[[nodiscard]] JobFault faultOf(core::ParameterError::Kind kind)
{
    switch (kind) {
    case core::ParameterError::Kind::UnknownName:
        return JobFault::UnknownParameter;
    case core::ParameterError::Kind::NotANumber:
        return JobFault::ParameterNotANumber;
    case core::ParameterError::Kind::OutOfRange:
        return JobFault::ParameterOutOfRange;
    case core::ParameterError::Kind::UnknownChoice:
        return JobFault::UnknownChoice;
    }
    core::unreachable();
}

} // namespace

JobError jobErrorOf(const core::CatalogError& why)
{
    JobError error;
    if (!why.unknownName.empty()) {
        error.fault = JobFault::UnknownStrategy;
        error.subject = why.unknownName;
        error.nearest = why.nearest;
        return error;
    }
    error.fault = faultOf(why.parameter.kind);
    error.subject = why.parameter.name;
    error.text = why.parameter.text;
    error.nearest = why.parameter.nearest;
    error.low = io::numberText(why.parameter.low);
    error.high = io::numberText(why.parameter.high);
    return error;
}

bool isWrongUse(JobFault fault) noexcept
{
    switch (fault) {
    case JobFault::NothingToRun:
    case JobFault::UnknownStrategy:
    case JobFault::UnknownParameter:
    case JobFault::ParameterNotANumber:
    case JobFault::ParameterOutOfRange:
    case JobFault::UnknownChoice:
    case JobFault::UnknownMarket:
    case JobFault::UnknownTimeframe:
    case JobFault::TimeframeBelowData:
    case JobFault::TimeframeNotMultiple:
    case JobFault::MixedIntervals:
    case JobFault::MarketTwice:
    case JobFault::UnknownRiskKey:
    case JobFault::RiskNotANumber:
    case JobFault::RiskOutOfRange:
    case JobFault::RiskNoScope:
    case JobFault::RiskNotAChoice:
    case JobFault::BadQuantity:
    case JobFault::BadBalance:
        return true;
    case JobFault::BadInstrument:
    case JobFault::EmptyRange:
    case JobFault::CandleFile:
    case JobFault::InstrumentFile:
    case JobFault::FundingFile:
    case JobFault::RiskFile:
    case JobFault::Cancelled:
        return false;
    }
    core::unreachable();
}

std::string describe(const JobError& error)
{
    switch (error.fault) {
    case JobFault::NothingToRun:
        return "there is no strategy to run";
    case JobFault::UnknownStrategy:
        return unknown("strategy", error);
    case JobFault::UnknownParameter:
        return unknown("parameter", error);
    case JobFault::ParameterNotANumber:
    case JobFault::RiskNotANumber:
        return notANumber(error);
    case JobFault::ParameterOutOfRange:
    case JobFault::RiskOutOfRange:
        return outOfRange(error);
    case JobFault::RiskNotAChoice:
    case JobFault::UnknownChoice:
        return error.subject + " cannot be '" + error.text + "'"
               + (error.nearest.empty() ? "" : "; did you mean '" + error.nearest + "'?");
    case JobFault::UnknownMarket:
        return unknown("market", error);
    case JobFault::UnknownTimeframe:
        return unknown("timeframe", error);
    case JobFault::TimeframeBelowData:
        return "the timeframe " + error.subject + " is finer than the data, whose bars are "
               + error.text;
    case JobFault::TimeframeNotMultiple:
        return "the timeframe " + error.subject + " is no whole number of the data's bars of "
               + error.text;
    case JobFault::MixedIntervals:
        return error.subject + " has bars of " + error.text + ", the series before it of "
               + error.low + "; on one account all must be the same";
    case JobFault::MarketTwice:
        return error.subject + " is given two different series: " + error.low + " and "
               + error.text;
    case JobFault::UnknownRiskKey:
        return unknown("risk key", error);
    case JobFault::RiskNoScope:
        return error.subject + " holds for the whole account; it has no form for "
               + "an engine or a market";
    case JobFault::BadQuantity:
        return "the quantity '" + error.text + "' is not a positive multiple of " + error.low
               + ", the lot of " + error.subject;
    case JobFault::BadBalance:
        return "the balance must be more than nothing";
    case JobFault::BadInstrument:
        return "the instrument " + error.subject
               + " cannot be used with these candles: " + error.detail;
    case JobFault::EmptyRange:
        return error.subject + " has no bar between --from and --to";
    case JobFault::CandleFile:
    case JobFault::InstrumentFile:
    case JobFault::FundingFile:
    case JobFault::RiskFile:
        return error.detail;
    case JobFault::Cancelled:
        return "cancelled";
    }
    core::unreachable();
}

} // namespace wick::session
