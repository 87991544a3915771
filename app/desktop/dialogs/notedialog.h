#pragma once

#include "core/io/stores/settingsdatabase.h"

#include <QDialog>

class QLineEdit;
class QPlainTextEdit;

namespace wick::desktop {

/// Tags and a note on one trade. Esc leaves both as they were.
class NoteDialog final : public QDialog
{
    Q_OBJECT
public:
    NoteDialog(const QString& title, const io::TradeNote& note, QWidget* parent = nullptr);

    [[nodiscard]] io::TradeNote note() const;

private:
    QLineEdit* m_tags;
    QPlainTextEdit* m_note;
};

} // namespace wick::desktop
