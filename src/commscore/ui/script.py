"""The script that `commscore app` hands to Streamlit: an installed package has no app.py beside it."""

from commscore.ui import main

if __name__ == "__main__":
    main()
