#pragma once

#include "core/market/candleseries.h"

#include <QString>

#include <atomic>
#include <functional>
#include <string_view>

class QIODevice;

namespace wick::io {

/// Writes candles as our own CSV: `time,open,high,low,close,volume`, epoch ms, shortest decimal
/// text, LF. False when `write` says that it could not, or the work was cancelled.
[[nodiscard]] bool writeCandleCsv(const core::CandleColumns& columns,
                                  const std::function<bool(std::string_view)>& write,
                                  const std::atomic<bool>* cancel = nullptr);

/// The same into a file, packed when its name ends in .gz. A file of that name stays until the new
/// one is complete. Empty when it worked, else why not, naming the file.
[[nodiscard]] QString exportCandles(const core::CandleColumns& columns,
                                    const QString& path,
                                    const std::atomic<bool>* cancel = nullptr);

} // namespace wick::io
