#pragma once

#include "core/base/decimal.h"
#include "core/base/result.h"
#include "core/domain/instrument.h"

#include <QByteArray>
#include <QString>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::io {

/// Whether the numbers were read from the venue or are examples for an offline run.
enum class InstrumentSource : std::uint8_t
{
    Example,
    Venue
};

/// One row of an instrument file: what the venue says of a market, before a run gives it an id and
/// the decimals of its data. Units: as the fields of core::Instrument; decimals are those of the
/// text.
struct InstrumentSpec
{
    std::string symbol;
    InstrumentSource source = InstrumentSource::Example;
    core::Decimal tick;       ///< USDC
    int quantityDecimals = 0; ///< a lot is 10^-quantityDecimals of the base
    core::Quantity minimumQuantity;
    core::Money minimumNotional;
    core::Ppm initialMargin;
    core::Ppm maintenanceMargin;
    core::Ppm spread;
    double normalVolatility = 0.0;
    core::CalendarKind calendar = core::CalendarKind::Always;
    core::Ppm takerFee;
    core::Ppm makerFee;
};

/// Why an instrument file was refused. `text()` is one sentence for people and names file and key.
struct InstrumentFileError
{
    QString file;
    QString key;     ///< "instruments[1].tick"; empty when the whole file is meant
    QString problem; ///< "is missing", "is not a number: \"abc\"", …

    [[nodiscard]] QString text() const;
};

using InstrumentSpecs = core::Result<std::vector<InstrumentSpec>, InstrumentFileError>;

/// Reads an instrument file; `file` is its name in messages.
/// Every field must be there, no other may, symbols are unique, numbers are text or JSON numbers.
[[nodiscard]] InstrumentSpecs parseInstruments(const QByteArray& json, const QString& file);
[[nodiscard]] InstrumentSpecs readInstrumentFile(const QString& path);

/// The examples that are compiled in (resources/instruments.json): ETH-PERP, BTC-PERP, XAU-PERP.
[[nodiscard]] std::vector<InstrumentSpec> builtInInstruments();

/// The row whose symbol or base is `name`, upper or lower case: "ETH" and "ETH-PERP" are the same.
/// Null when there is none.
[[nodiscard]] const InstrumentSpec* findInstrument(std::span<const InstrumentSpec> specs,
                                                   std::string_view name);
/// "ETH", "BTC", …: what to offer when somebody asks for a market that is not there.
[[nodiscard]] std::vector<std::string> baseNames(std::span<const InstrumentSpec> specs);

/// Decimals of the data a run is fed with; see core::CandleColumns.
struct SeriesDecimals
{
    int price = 0;
    int volume = 0;
};

/// The instrument of one run: price decimals are the larger of series and venue, the tick is
/// counted in them, volume decimals are those of the series (definitions D.1).
[[nodiscard]] core::Result<core::Instrument, core::InstrumentError>
instrumentOf(const InstrumentSpec& spec, core::InstrumentId id, SeriesDecimals series);
/// The instrument of a run on the venue's own data or the practice market: volumes count in lots.
[[nodiscard]] core::Result<core::Instrument, core::InstrumentError>
instrumentOf(const InstrumentSpec& spec, core::InstrumentId id);

} // namespace wick::io
