#pragma once

#include <QDialog>

class QKeySequenceEdit;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace wick::desktop {

class KeyMap;
class RoleLabel;

/// Every key with what it does; searchable, and changeable where the keys belong to the window.
class KeyListDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit KeyListDialog(KeyMap& keys, QWidget* parent = nullptr);

private:
    void fill();
    void filter(const QString& text);
    void showCurrent(const QTreeWidgetItem* item);
    void apply();

    KeyMap& m_keys;
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_editor;
    RoleLabel* m_message;
};

} // namespace wick::desktop
